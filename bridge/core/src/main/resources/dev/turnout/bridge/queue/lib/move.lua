-- move.lua : version, body, indexes and recurring marker of one job together
local function move(id, from, to, v, body, score, dueAt, recurring)
  redis.call('SET', version(id), v)
  redis.call('SET', job(id), body)
  redis.call('ZREM', queue(from), id)
  redis.call('ZADD', queue(to), score, id)
  if from == 'SCHEDULED' then redis.call('ZREM', due, id) end
  if to == 'SCHEDULED' then redis.call('ZADD', due, dueAt, id) end
  if recurring ~= '' then
    redis.call('SREM', marker(from), recurring)
    redis.call('SADD', marker(to), recurring)
  end
end
