/* What jansson's configure would write: nothing is there. */
