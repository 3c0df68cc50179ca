-- promote.lua : make due jobs claimable. Two promoters stop a legacy server, so it asks for one in the same breath.
-- KEYS prefix | ARGV at, then id version body score recurring a job
-- Answers now, then a code a job:
-- 1 promoted · -1 changed in between · -2 a legacy server lives, it is the master's to do · -9 clock off
-- include lib/keys.lua
-- include lib/move.lua
local at = ARGV[1]
local legacy = redis.call('ZCOUNT', created, '-inf', '(+inf') > 0
local reply = {now}
for i = 2, #ARGV, 5 do
  local id, v = ARGV[i], ARGV[i + 1]
  local dueAt = redis.call('ZSCORE', due, id)
  local code = 1
  if legacy then code = -2
  elseif not dueAt or tonumber(dueAt) > now or redis.call('GET', version(id)) ~= v
    or not redis.call('ZSCORE', queue('SCHEDULED'), id) then code = -1
  elseif clockIsOff(at) then code = -9
  else move(id, 'SCHEDULED', 'ENQUEUED', v + 1, ARGV[i + 2], ARGV[i + 3], 0, ARGV[i + 4]) end
  reply[#reply + 1] = code
end
return reply
