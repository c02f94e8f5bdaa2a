#!/bin/sh
touch -- '-rf' '--help' '$(reboot)' '`id`' "quote's" 'double"quote' 'two
lines' 'colour[31m' '::error::x' ' ' '*' '<script>' '; reboot'
printf '' > "$(printf 'escape\033[31m\033]0;owned\007.txt')"
printf '' > "$(printf 'invalid\377\376.h')"
printf '' > "$(printf 'right-to-left\342\200\256txt.exe')"
