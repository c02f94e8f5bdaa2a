#!/bin/sh
mkfifo Makefile input.h
