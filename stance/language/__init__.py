"""What is known of English: the parse, quotation marks, and the words by which views are reported."""
