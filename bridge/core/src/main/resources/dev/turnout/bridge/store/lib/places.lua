-- places.lua : the keys that only a storage provider uses, as in LegacyKeys, and what moves with a job. Needs keys.lua and drop.lua.
local recurrings, recurringCreated = p .. 'recurringjobs', p .. 'recurringjob:createdAt'
local creators, quarantine = p .. 'turnout:created-by', p .. 'turnout:quarantine'
local succeeded = p .. 'metadata:succeeded-jobs-counter-cluster'
local function recurring(id) return p .. 'recurringjob:' .. id end
local function signatures(state) return p .. 'job:jobdetails:' .. state end
local function instances(id) return p .. 'turnout:instances:' .. id end
local STATES = {'PROCESSING', 'ENQUEUED', 'SCHEDULED', 'SUCCEEDED', 'FAILED', 'DELETED'}
local ACTIVE = {PROCESSING = true, ENQUEUED = true, SCHEDULED = true}
-- takes the id out of the index that holds it and says which that was
local function takeOut(id)
  for _, state in ipairs(STATES) do
    if redis.call('ZREM', queue(state), id) == 1 then
      if state == 'SCHEDULED' then redis.call('ZREM', due, id) end
      if redis.call('EXISTS', queue(state)) == 0 then redis.call('DEL', signatures(state)) end
      return state
    end
  end
end
-- another instance of a recurring job that is in this state: the markers of JobRunr are not counted, ours are
local function another(rid, id, state)
  local found = false
  for _, other in ipairs(redis.call('ZRANGE', instances(rid), 0, 199)) do
    if other ~= id then
      if redis.call('ZSCORE', queue(state), other) then found = true
      elseif not redis.call('ZSCORE', queue('SCHEDULED'), other) and not redis.call('ZSCORE', queue('ENQUEUED'), other)
        and not redis.call('ZSCORE', queue('PROCESSING'), other) then redis.call('ZREM', instances(rid), other) end
    end
  end
  return found
end
-- scheduled: when the instance was to run, in µs; empty leaves what is known
local function remark(id, rid, from, to, scheduled)
  if rid == '' then return end
  if from and from ~= to and not another(rid, id, from) then redis.call('SREM', marker(from), rid) end
  if to then redis.call('SADD', marker(to), rid) end
  if to and ACTIVE[to] then
    if scheduled ~= '' then redis.call('ZADD', instances(rid), scheduled, id)
    else redis.call('ZADD', instances(rid), 'NX', now, id) end
  else
    redis.call('ZREM', instances(rid), id)
  end
end
