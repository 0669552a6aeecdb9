# Tempo e dimensioni.

duration-seconds = { $seconds ->
    [one] 1 secondo
   *[other] { $seconds } secondi
}
duration-minutes = { $minutes ->
    [one] 1 minuto
   *[other] { $minutes } minuti
}
duration-hours = { $hours } h
duration-hours-minutes = { $hours } h { $minutes } min
duration-days = { $days ->
    [one] 1 giorno
   *[other] { $days } giorni
}
duration-days-hours = { $days ->
    [one] 1 giorno
   *[other] { $days } giorni
} { $hours } h
size-bytes = { $amount ->
    [one] 1 byte
   *[other] { $amount } byte
}
size-kilobytes = { $amount } KB
size-megabytes = { $amount } MB
size-gigabytes = { $amount } GB
size-terabytes = { $amount } TB

# Un momento: oggi l'ora, in un altro giorno anche il giorno. Il mese è il suo numero.
since-today = dalle { $time }
since-day = dal { $day }/{ $month } alle { $time }
at-today = alle { $time }
at-day = il { $day }/{ $month } alle { $time }
until-today = fino alle { $time }
until-day = fino al { $day }/{ $month } alle { $time }
size-decimal = { $whole },{ $tenth }
