#!/bin/sh
touch closed.h
mkdir closed
touch closed/inside
chmod 000 closed.h closed
