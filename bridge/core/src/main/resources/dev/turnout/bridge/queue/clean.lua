-- clean.lua : move jobs that ended well long ago to the deleted ones, count them as JobRunr does, and remove what has been deleted for long
-- KEYS prefix | ARGV at, scores before which jobs that ended well, and deleted ones, go, most to remove, then id version body recurring a job
-- Answers now, number of jobs removed for good, then a code a job:
-- 1 moved · -1 changed in between · -2 a legacy server lives, it is the master's to do · -9 clock off
-- include lib/keys.lua
-- include lib/move.lua
local at, before, removeBefore = ARGV[1], tonumber(ARGV[2]), ARGV[3]
local legacy = redis.call('ZCOUNT', created, '-inf', '(+inf') > 0
local reply = {now, 0}
if not legacy then
  for _, id in ipairs(redis.call('ZRANGEBYSCORE', queue('DELETED'), '-inf', '(' .. removeBefore, 'LIMIT', 0, ARGV[4])) do
    redis.call('DEL', job(id), version(id))
    redis.call('ZREM', queue('DELETED'), id)
    reply[2] = reply[2] + 1
  end
end
for i = 5, #ARGV, 4 do
  local id, v = ARGV[i], ARGV[i + 1]
  local score = tonumber(redis.call('ZSCORE', queue('SUCCEEDED'), id) or '')
  local code = 1
  if legacy then code = -2
  elseif not score or score >= before or redis.call('GET', version(id)) ~= v then code = -1
  elseif clockIsOff(at) then code = -9
  else
    move(id, 'SUCCEEDED', 'DELETED', v + 1, ARGV[i + 2], at, 0, ARGV[i + 3])
    redis.call('HINCRBY', p .. 'metadata:succeeded-jobs-counter-cluster', 'value', 1)
  end
  reply[#reply + 1] = code
end
return reply
