int two = 1;
