"""`comp sheet --status`: which rating sheets are back, and who still owes one."""
