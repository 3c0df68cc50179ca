-- remove.lua : remove jobs for good
-- KEYS prefix | ARGV state that they must be in (empty: any), then id recurring-id a job
-- Answers now, number of jobs that were removed
-- 0 none
-- include /dev/turnout/bridge/queue/lib/keys.lua
-- include /dev/turnout/bridge/queue/lib/number.lua
-- include /dev/turnout/bridge/queue/lib/flight.lua
-- include /dev/turnout/bridge/queue/lib/drop.lua
-- include /dev/turnout/bridge/queue/lib/route.lua
-- include /dev/turnout/bridge/queue/lib/index.lua
-- include lib/places.lua
local state, count = ARGV[1], 0
for i = 2, #ARGV, 2 do
  local id = ARGV[i]
  if (state == '' or redis.call('ZSCORE', queue(state), id)) and redis.call('EXISTS', job(id), version(id)) > 0 then
    redis.call('DEL', job(id), version(id))
    local from = takeOut(id)
    remark(id, ARGV[i + 1], from, nil, '')
    if from == 'ENQUEUED' then unlist(id) end
    if redis.call('HEXISTS', lease, id) == 1 then
      drop(id)
      redis.call('PUBLISH', signal, 'cancel ' .. id)
    end
    redis.call('HDEL', crashes, id)
    redis.call('HDEL', parked, id)
    count = count + 1
  end
end
return {now, count}
