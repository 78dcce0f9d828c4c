int offset = 4;
