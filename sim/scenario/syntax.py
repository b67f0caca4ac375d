"""What the YAML parser's complaints mean, in words for people who do not know YAML."""

_MEANINGS = (
    (
        "mapping values are not allowed",
        "a colon followed by a space stands inside a value, or this line is indented too far;"
        " put a text that contains `: ` in quotes",
    ),
    (
        "block sequence entries are not allowed",
        "a list entry `- ` cannot stand here; put the list on the lines below its key",
    ),
    ("block mapping in block", "this line is indented differently from the lines above it"),
    (
        "did not find expected key",
        "this line does not fit the block above it; check its indentation and quotes",
    ),
    (
        "did not find expected '-' indicator",
        "this line does not fit the list above it; every entry begins with `- `",
    ),
    ("did not find expected ',' or ']'", "a list in square brackets is not closed, or a comma is missing"),
    ("did not find expected ',' or '}'", "a block in braces is not closed, or a comma is missing"),
    ("could not find expected ':'", "this line has no `key: value`; a colon and a space are missing"),
    ("found unexpected end of stream", "a quoted text is not closed before the end of the file"),
    (
        "found unknown escape character",
        "unknown escape after `\\`; use single quotes to keep a backslash as it is",
    ),
    ("invalid unicode character code", "this escape names no character"),
    ("did not find expected hexdecimal number", "`\\x` and `\\u` need hexadecimal digits after them"),
    (
        "found character that cannot start any token",
        "a value cannot begin with this character; indent with spaces, not tabs,"
        " and put a text that begins with @, ` or % in quotes",
    ),
    ("found a tab character", "a tab stands here; indent with spaces"),
    ("found undefined tag handle", "tags (`!`) are not allowed: a value is what is written, never code"),
    (
        "did not find expected <document start>",
        "the file goes on after its end; check the indentation of this line",
    ),
    (
        "found unexpected document indicator",
        "`---` or `...` stands inside a quoted text; close the quotes before it",
    ),
    (
        "did not find expected alphabetic or numeric character",
        "`&` and `*` have a meaning in YAML; put the text in quotes",
    ),
    ("did not find expected node content", "a value is missing here"),
    ("while scanning a block scalar", "a block of text after `|` or `>` is not indented as it should be"),
    ("found invalid", "this sign has a meaning in YAML; put the text in quotes"),
)


def meaning(problem: str) -> str:
    """Return one sentence for a problem as libyaml words it."""
    for start, words in _MEANINGS:
        if start in problem:
            return words
    return "this is not valid YAML; check indentation, quotes and brackets"
