"""From a parsed article to statements: which sentence carries whose view, by which words, how."""
