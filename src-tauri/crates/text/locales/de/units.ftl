# Zeit und Größe.

duration-seconds = { $seconds ->
    [one] 1 Sekunde
   *[other] { $seconds } Sekunden
}
duration-minutes = { $minutes ->
    [one] 1 Minute
   *[other] { $minutes } Minuten
}
duration-hours = { $hours } Std.
duration-hours-minutes = { $hours } Std. { $minutes } Min.
duration-days = { $days ->
    [one] 1 Tag
   *[other] { $days } Tage
}
duration-days-hours = { $days ->
    [one] 1 Tag
   *[other] { $days } Tage
} { $hours } Std.
size-bytes = { $amount ->
    [one] 1 Byte
   *[other] { $amount } Byte
}
size-kilobytes = { $amount } KB
size-megabytes = { $amount } MB
size-gigabytes = { $amount } GB
size-terabytes = { $amount } TB

# Ein Augenblick: heute die Uhrzeit, an einem anderen Tag auch der Tag. Der Monat ist seine Zahl.
since-today = seit { $time }
since-day = seit { $day }.{ $month }., { $time }
at-today = um { $time }
at-day = am { $day }.{ $month }. um { $time }
until-today = bis { $time }
until-day = bis { $day }.{ $month }., { $time }
size-decimal = { $whole },{ $tenth }
