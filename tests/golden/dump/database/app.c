/* A database: freestanding by triple or by flag, host tools, a repeat, a file that is gone. */
int app;
