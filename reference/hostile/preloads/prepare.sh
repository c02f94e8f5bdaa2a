#!/bin/sh
chmod +x as ld cc1 collect2
