DROP FUNCTION may(text, integer);
