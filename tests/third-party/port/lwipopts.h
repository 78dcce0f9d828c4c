/* lwIP without an operating system, with its own heap, for tests/third-party. */
#define NO_SYS               1
#define SYS_LIGHTWEIGHT_PROT 0
#define LWIP_NETCONN         0
#define LWIP_SOCKET          0
#define LWIP_IPV4            1
#define LWIP_DNS             1
#define LWIP_DHCP            1
#define LWIP_TCP             1
#define MEM_ALIGNMENT        4
