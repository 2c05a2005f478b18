-- Grants with a span, profile groups, seats that want and expire, and what time brings about.
--
-- Lock order, in full: an idempotency key; the advisory lock of the catalog (exclusive for every write of rights and whatever
-- time brings about, shared for seats and adoptions); adoptions by (broker, client_username); rows of seats by id; then rows of
-- enforcement by (broker, client_username, user_id).
--
-- Spans are judged by statement_timestamp(): a transaction that waited for a lock must not judge by the time at which it
-- began to wait.

-- Rights ------------------------------------------------------------------------------------------------------------

alter table group_products
  add column valid_from  timestamptz,
  add column valid_until timestamptz,
  add constraint group_products_span check (valid_from < valid_until);
alter table user_products
  add column valid_from  timestamptz,
  add column valid_until timestamptz,
  add constraint user_products_span check (valid_from < valid_until);

create index group_products_by_product on group_products (product_id);
create index user_products_by_product on user_products (product_id);
create index group_products_begin on group_products (valid_from) where valid_from is not null;
create index group_products_end on group_products (valid_until) where valid_until is not null;
create index user_products_begin on user_products (valid_from) where valid_from is not null;
create index user_products_end on user_products (valid_until) where valid_until is not null;

alter table groups
  add column mode text not null default 'MANAGED' check (mode in ('MANAGED', 'SELF_SERVICE')),
  add column tier text;

-- As of a group: the change through which somebody other than the catalog of the configuration changed it last.
alter table products add column replaced_by text references changes deferrable initially deferred;
alter table users
  add column replaced_by   text references changes deferrable initially deferred,
  add column profile_group text,
  add constraint users_profile_group foreign key (id, profile_group) references user_groups (user_id, group_id)
    deferrable initially deferred;

-- Lists are read by name, in an order that does not depend on the locale of the server.
create index products_by_name on products (id collate "C");
create index groups_by_name on groups (id collate "C");
create index users_by_name on users (id collate "C");

-- Who holds which product now, by whatever way. A suspended user holds nothing.
create view held_grants as
select held.user_id, held.product_id
from (
  select up.user_id, up.product_id from user_products up
  where coalesce(up.valid_from <= statement_timestamp(), true) and coalesce(up.valid_until > statement_timestamp(), true)
  union
  select ug.user_id, gp.product_id from user_groups ug join group_products gp using (group_id)
  where coalesce(gp.valid_from <= statement_timestamp(), true) and coalesce(gp.valid_until > statement_timestamp(), true)
) held
join users u on u.id = held.user_id and u.status = 'ACTIVE';

create or replace view held_products as
select h.user_id, p.id as product_id, p.filters
from held_grants h join products p on p.id = h.product_id;

-- Intents -----------------------------------------------------------------------------------------------------------

-- Which change removed a thing last, to answer whoever removes it again.
create table removals (
  kind      text not null check (kind in ('product', 'group', 'user')),
  name      text not null,
  change_id text not null references changes,
  primary key (kind, name)
);

create table idempotency_keys (
  caller      text not null,
  key         text not null,
  fingerprint text not null,
  recorded_at timestamptz not null default now(),
  -- The answer; absent only inside the transaction that makes it.
  change_id   text references changes,
  created     boolean,
  seat        jsonb,
  primary key (caller, key)
);
create index idempotency_keys_by_age on idempotency_keys (recorded_at);

alter table seats
  -- Null for whatever the mode of the user's profile group gives; canonical SMF spelling.
  add column wanted     text[],
  add column expires_at timestamptz,
  -- The last change of what the seat wants.
  add column wanted_by  text references changes deferrable initially deferred;
update seats set wanted_by = opened_by;
alter table seats alter column wanted_by set not null;
create index seats_expiring on seats (expires_at) where closed_at is null and expires_at is not null;
create index seats_by_age on seats (opened_at, id) where closed_at is null;

-- A seat whose time is over counts no more, also before somebody came to close it.
create view open_seats as
select * from seats where closed_at is null and coalesce(expires_at > statement_timestamp(), true);

-- Time --------------------------------------------------------------------------------------------------------------

-- Up to when begins and ends of grants have been acted on.
create table boundaries_passed (
  only_row  boolean primary key default true check (only_row),
  passed_at timestamptz not null
);
insert into boundaries_passed (passed_at) values (now());

-- Of which end a seat was told already. An empty product stands for the end of the seat itself.
create table expiry_notices (
  seat_id text        not null references seats,
  product text        not null,
  ends_at timestamptz not null,
  primary key (seat_id, product, ends_at)
);
create index expiry_notices_by_end on expiry_notices (ends_at);

-- Enforcement -------------------------------------------------------------------------------------------------------

alter table enforcement add column pending_hopeless boolean not null default false;

alter table adoptions
  add column former_client_profile text,
  add column released_at           timestamptz;
