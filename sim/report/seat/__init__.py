"""A person in a party's seat: lines become orders, orders decisions; what is seen, and how it compares at the end."""
