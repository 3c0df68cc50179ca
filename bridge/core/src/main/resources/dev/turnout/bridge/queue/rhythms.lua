-- rhythms.lua : since when each recurring job has had its schedule. An application registers its recurring jobs again each time that it
-- starts; runs that a gap left out are made from the first registration on.
-- KEYS prefix | ARGV recurring id, schedule, creation time of its definition (ms) a definition: all that there are
-- Answers now, then the time in ms since when it has this schedule a definition:
-- 0 or more times
-- include lib/keys.lua
local reply, kept = {now}, {}
for i = 1, #ARGV, 3 do
  local before = redis.call('HGET', rhythms, ARGV[i]) or ''
  local since, schedule = string.match(before, '^(%d+) (.*)$')
  if schedule ~= ARGV[i + 1] or tonumber(since) > tonumber(ARGV[i + 2]) then since = ARGV[i + 2] end
  kept[#kept + 1] = ARGV[i]
  kept[#kept + 1] = since .. ' ' .. ARGV[i + 1]
  reply[#reply + 1] = since
end
redis.call('DEL', rhythms)
for i = 1, #kept, 2 do redis.call('HSET', rhythms, kept[i], kept[i + 1]) end
return reply
