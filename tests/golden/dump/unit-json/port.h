#define PORT 1
