#!/bin/sh
mv server.c "$(printf 'a\033[31m\033]0;owned\007\377.c')"
