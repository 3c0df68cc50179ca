-- promote.lua : make due jobs claimable, or what filters decided for instead. Two promoters stop a legacy server, so it asks for one in the same breath.
-- KEYS prefix | ARGV at, then id version body state score due recurring a job
-- Answers now, then a code a job:
-- 1 promoted · -1 changed in between · -2 a legacy server lives, it is the master's to do · -9 clock off
-- include lib/keys.lua
-- include lib/move.lua
local at = ARGV[1]
local legacy = redis.call('ZCOUNT', created, '-inf', '(+inf') > 0
local reply = {now}
for i = 2, #ARGV, 7 do
  local id, v = ARGV[i], ARGV[i + 1]
  local dueAt = redis.call('ZSCORE', due, id)
  local code = 1
  if legacy then code = -2
  elseif not dueAt or tonumber(dueAt) > now or redis.call('GET', version(id)) ~= v
    or not redis.call('ZSCORE', queue('SCHEDULED'), id) then code = -1
  elseif clockIsOff(at) then code = -9
  else move(id, 'SCHEDULED', ARGV[i + 3], v + 1, ARGV[i + 2], ARGV[i + 4], ARGV[i + 5], ARGV[i + 6]) end
  reply[#reply + 1] = code
end
return reply
