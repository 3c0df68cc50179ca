-- index.lua : jobs that wait, by task. JobRunr's queue knows ids only; whose job an id is its document says, and that is read
-- once, by one worker. Then the id lies in a set of its task, key and part of a hundred, by the time of its creation, and in the
-- hash 'sorted' it says in which: <part>:<key>:<task>. There is one set more for each key and task, of its parts that hold
-- something, each with a lower bound of its first time. JobRunr changes its queue without telling us: so an entry is a guess,
-- and one that the queue does not hold any more goes where it is met. Needs route.lua before it.
local SEEN = '^~(%d+)~(.*)$'
-- takes the mark of a worker that looks at the job away, but keeps where it lies
local function place(said)
  if not said then return '' end
  local _, suffix = string.match(said, SEEN)
  return suffix or said
end
local function unlist(id)
  local suffix = place(redis.call('HGET', sorted, id))
  if suffix ~= '' then redis.call('ZREM', todo(suffix), id) end
  redis.call('HDEL', sorted, id)
end
local function enlist(id, task, key, value, born)
  local lies = place(redis.call('HGET', sorted, id))
  local bucket = part(id, key, value)
  local suffix = string.format('%d:%s:%s', bucket, key, task)
  if lies ~= '' and lies ~= suffix then redis.call('ZREM', todo(lies), id) end
  redis.call('HSET', sorted, id, suffix)
  redis.call('ZADD', todo(suffix), born, id)
  redis.call('ZADD', todo(key .. ':' .. task), 'LT', born, bucket)
  redis.call('SADD', todos, key .. ':' .. task)
end
-- looks at about so many entries, and lets go of those that have left the queue, or whose set was lost
local function prune(scan, count)
  local found = redis.call('HSCAN', sorted, string.match(scan, '^%d+$') or '0', 'COUNT', count)
  for i = 1, #found[2], 2 do
    local id, said = found[2][i], found[2][i + 1]
    if not redis.call('ZSCORE', queue('ENQUEUED'), id) then unlist(id)
    elseif string.sub(said, 1, 1) ~= '~' and not redis.call('ZSCORE', todo(said), id) then redis.call('HDEL', sorted, id) end
  end
  return found[1]
end
local function sweepOn(count)
  local sweep = p .. 'turnout:sweep'
  redis.call('HSET', sweep, 'prune', prune(redis.call('HGET', sweep, 'prune') or '0', count))
end
-- where only enqueuers of ours live, nobody looks at what has left the queue: then they do, when the index has outgrown it
local function keepSmall(entered)
  if entered > 0 and redis.call('HLEN', sorted) > redis.call('ZCARD', queue('ENQUEUED')) + 1000 then sweepOn(10 * entered) end
end
-- enters a job that is put into the queue by one of us, who knows its task: nobody has to read its document for that. What its route
-- asks of its arguments only a reader finds out. Says whether it was entered.
local function enter(id, task, born)
  if task == '' or route(task).key ~= '' then return 0 end
  enlist(id, task, '', '', born)
  return 1
end
