#!/bin/sh
i=0
while [ $i -lt 500 ]; do mkdir d && cd d; i=$((i + 1)); done
