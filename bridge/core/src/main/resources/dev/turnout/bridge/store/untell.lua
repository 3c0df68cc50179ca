-- untell.lua : remove pieces of JobRunr's metadata
-- KEYS prefix | ARGV exactly (1) or all that begin with it (0), id
-- Answers now, number of pieces that went
-- 0 none
-- include /dev/turnout/bridge/queue/lib/keys.lua
local key, count = p .. 'metadata:' .. ARGV[2], 0
for _, other in ipairs(redis.call('SMEMBERS', metadata)) do
  if other == key or (ARGV[1] == '0' and string.sub(other, 1, #key) == key) then
    count = count + redis.call('SREM', metadata, other)
    redis.call('DEL', other)
  end
end
return {now, count}
