#!/bin/sh
truncate -s 100G giant.c
