-- cancel.lua : end a job by moving it to DELETED from whatever state it is in, and tell the workers at once; audit entry and
-- signal in the same step
-- KEYS prefix | ARGV at id version body recurring apart (1: it is reserved, in no queue, and its document is one version behind)
-- task who why
-- Answers now, then a code:
-- 1 cancelled · 0 had ended well, or been deleted, before · -1 changed in between, or gone · -9 clock off
-- include lib/keys.lua
-- include lib/move.lua
-- include lib/number.lua
-- include lib/flight.lua
-- include lib/drop.lua
local at, id, v, body, recurring, apart = ARGV[1], ARGV[2], ARGV[3], ARGV[4], ARGV[5], ARGV[6] == '1'
local task, who, why = ARGV[7], ARGV[8], ARGV[9]
if redis.call('ZSCORE', queue('DELETED'), id) or redis.call('ZSCORE', queue('SUCCEEDED'), id) then return {now, 0} end
if redis.call('GET', version(id)) ~= v then return {now, -1} end
local from
if apart then
  from = redis.call('ZSCORE', reserved, id) and 'ENQUEUED'
else
  for _, state in ipairs({'SCHEDULED', 'ENQUEUED', 'PROCESSING', 'FAILED'}) do
    if redis.call('ZSCORE', queue(state), id) then from = state end
  end
end
if not from then return {now, -1} end
if clockIsOff(at) then return {now, -9} end
move(id, from, 'DELETED', v + 1, body, at, 0, recurring)
drop(id)
redis.call('HDEL', crashes, id)
redis.call('HDEL', parked, id)
redis.call('XADD', audit, 'MAXLEN', '~', 10000, '*', 'epoch', epochNow(), 'task', task, 'cancel', id, 'before', from,
  'who', who, 'why', why)
redis.call('PUBLISH', signal, 'cancel ' .. id)
return {now, 1}
