#!/bin/sh
. ./target.sh
ln -s /etc/shadow shadow.c
ln -s "$SECRET" secret.h
ln -s / root
ln -s . again
ln -s loop loop
ln -s ../../../../../../etc up
ln -s /dev/zero zero.c
ln -s nothing dangling.c
