-- count.lua : add to the number of jobs that ever succeeded
-- KEYS prefix | ARGV how many
-- Answers now, the number from now on
-- 0 none
-- include /dev/turnout/bridge/queue/lib/keys.lua
-- include /dev/turnout/bridge/queue/lib/flight.lua
-- include /dev/turnout/bridge/queue/lib/drop.lua
-- include lib/places.lua
return {now, redis.call('HINCRBY', succeeded, 'value', ARGV[1])}
