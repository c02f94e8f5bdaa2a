#!/bin/sh
mv server.c "a 'quoted\" \$(name) ;&|
-o server.c"
