/* As debian/rules writes it. */
#define DEB_HOST_MULTIARCH "none"
