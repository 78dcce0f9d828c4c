int port = 3;
