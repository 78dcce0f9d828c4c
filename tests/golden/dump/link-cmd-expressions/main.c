/* lld takes members for the names in expressions, whatever statement has them; not for DEFINED. */
int start = 1;
