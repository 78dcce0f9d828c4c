/*
 * cmd.h - the commands, one per file.
 */
#ifndef NSC_CMD_CMD_H
#define NSC_CMD_CMD_H

#include "cmd/opt.h"
#include "cmd/version.h"

extern const struct nsc_command_row nsc_cmd_check;
extern const struct nsc_command_row nsc_cmd_size;
extern const struct nsc_command_row nsc_cmd_diff;
extern const struct nsc_command_row nsc_cmd_dump;
extern const struct nsc_command_row nsc_cmd_explain;
extern const struct nsc_command_row nsc_cmd_fix;
extern const struct nsc_command_row nsc_cmd_hidden;
extern const struct nsc_command_row nsc_cmd_tree;
extern const struct nsc_command_row nsc_cmd_why;

#endif
