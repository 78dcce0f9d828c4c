/* config.h - what app.c is made with. */
#define APP_LOG 2
