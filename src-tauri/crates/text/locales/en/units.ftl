# Time and size.

duration-seconds = { $seconds ->
    [one] 1 second
   *[other] { $seconds } seconds
}
duration-minutes = { $minutes ->
    [one] 1 minute
   *[other] { $minutes } minutes
}
duration-hours = { $hours } h
duration-hours-minutes = { $hours } h { $minutes } min
duration-days = { $days ->
    [one] 1 day
   *[other] { $days } days
}
duration-days-hours = { $days ->
    [one] 1 day
   *[other] { $days } days
} { $hours } h
size-bytes = { $amount ->
    [one] 1 byte
   *[other] { $amount } bytes
}
size-kilobytes = { $amount } KB
size-megabytes = { $amount } MB
size-gigabytes = { $amount } GB
size-terabytes = { $amount } TB
