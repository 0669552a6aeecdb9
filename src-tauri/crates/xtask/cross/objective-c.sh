#!/bin/sh
# Stands in for Apple's compiler in a check for macOS. The only C in the tree there is Objective-C, which nothing can
# compile without Apple's headers; a check reads none of it. So every object is an empty one.
set -eu
object=
expected=
for word in "$@"; do
    [ -z "$expected" ] || object=$word
    expected=
    [ "$word" != "-o" ] || expected=1
done
# Without an object it is asked what kind of compiler it is: one like the system's own.
[ -n "$object" ] || exec cc "$@"
exec cc -c -x c /dev/null -o "$object"
