-- read.lua : the bodies of jobs. Read only.
-- KEYS prefix | ARGV ids
-- Answers now, then a body an id, empty where there is none
-- 0 none
-- include /dev/turnout/bridge/queue/lib/keys.lua
local reply = {now}
for i = 1, #ARGV do reply[i + 1] = redis.call('GET', job(ARGV[i])) or '' end
return reply
