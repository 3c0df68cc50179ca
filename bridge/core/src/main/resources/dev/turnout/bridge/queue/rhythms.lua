-- rhythms.lua : since when each recurring job has had its schedule. An application registers its recurring jobs again each time that it
-- starts; runs that a gap left out are made from the first registration on. With another schedule a job begins anew.
-- KEYS prefix | ARGV recurring id, schedule, creation time of its definition (ms) a definition: all that there are
-- Answers now, then the time in ms since when it has this schedule a definition:
-- 0 or more times
-- include lib/keys.lua
local reply, kept = {now}, {}
for i = 1, #ARGV, 3 do
  local recurring, schedule, since = ARGV[i], ARGV[i + 1], ARGV[i + 2]
  local before, known = string.match(redis.call('HGET', rhythms, recurring) or '', '^(%d+) (.*)$')
  if known == schedule and tonumber(before) < tonumber(since) then since = before end
  if known and known ~= schedule then
    redis.call('HDEL', decided, recurring)
    redis.call('HDEL', filled, recurring)
  end
  kept[#kept + 1] = recurring
  kept[#kept + 1] = since .. ' ' .. schedule
  reply[#reply + 1] = since
end
redis.call('DEL', rhythms)
for i = 1, #kept, 2 do redis.call('HSET', rhythms, kept[i], kept[i + 1]) end
return reply
