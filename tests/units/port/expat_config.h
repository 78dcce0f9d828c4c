/* What expat's configure would write: all of it stands on the command line. */
