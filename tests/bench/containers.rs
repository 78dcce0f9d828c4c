//! containers.rs - the same work as containers.c with Rust's std, called from there.
//!
//! In:   struct input of containers.c; its clock, which runs between start and stop.
//! Out:  a checksum of each, which has to be that of the other side.
//!
//! The hash is that of nostd's hash.h, so that tables are compared and not hashes.
use std::collections::{BTreeMap, BinaryHeap, HashMap, VecDeque};
use std::hash::{BuildHasherDefault, Hasher};
use std::hint::black_box;
use std::rc::Rc;
use std::sync::Arc;

#[repr(C)]
pub struct Input {
    keys: *const u64,
    others: *const u64,
    count: usize,
    text: *const u8,
    size: usize,
}

extern "C" {
    fn bench_start();
    fn bench_stop();
}

fn timed<T>(work: impl FnOnce() -> T) -> T {
    unsafe { bench_start() };
    let made = work();
    unsafe { bench_stop() };
    made
}

impl Input {
    fn keys(&self) -> &[u64] {
        black_box(unsafe { std::slice::from_raw_parts(self.keys, self.count) })
    }
    fn others(&self) -> &[u64] {
        black_box(unsafe { std::slice::from_raw_parts(self.others, self.count) })
    }
    fn text(&self) -> &[u8] {
        black_box(unsafe { std::slice::from_raw_parts(self.text, self.size) })
    }
}

#[derive(Default)]
struct Fold(u64);

impl Hasher for Fold {
    fn write(&mut self, _: &[u8]) {
        unreachable!()
    }
    fn write_u64(&mut self, x: u64) {
        let product = (x ^ 0xB7E1_5162_8AED_2A6B) as u128 * 0xA54F_F53A_5F1D_36F1u128;
        self.0 = product as u64 ^ (product >> 64) as u64;
    }
    fn finish(&self) -> u64 {
        self.0
    }
}

type Table = HashMap<u64, u64, BuildHasherDefault<Fold>>;

#[no_mangle]
pub extern "C" fn rust_vec_push(input: &Input) -> u64 {
    let keys = input.keys();
    let made = timed(|| {
        let mut v = Vec::new();
        for &key in keys {
            v.push(key);
        }
        black_box(v)
    });
    made.len() as u64 ^ made[made.len() - 1]
}

#[no_mangle]
pub extern "C" fn rust_vec_iterate(input: &Input) -> u64 {
    let v = input.keys().to_vec();
    timed(|| {
        let mut sum = 0u64;
        for x in black_box(&v) {
            sum = sum.wrapping_add(*x);
        }
        sum
    })
}

fn check_order(v: &[u64]) -> u64 {
    v[0] ^ v[v.len() / 2] ^ v[v.len() - 1]
}

#[no_mangle]
pub extern "C" fn rust_sort(input: &Input) -> u64 {
    let mut v = input.keys().to_vec();
    timed(|| v.sort_unstable());
    check_order(&v)
}

fn pairs(input: &Input) -> Vec<(u64, u64)> {
    let keys = input.keys();
    keys.iter().enumerate().map(|(at, &key)| (key, at as u64)).collect()
}

#[no_mangle]
pub extern "C" fn rust_sort_kv(input: &Input) -> u64 {
    let mut v = pairs(input);
    timed(|| v.sort_unstable_by(|a, b| a.0.cmp(&b.0)));
    v[0].0 ^ v[v.len() / 2].0
}

#[no_mangle]
pub extern "C" fn rust_sort_stable_kv(input: &Input) -> u64 {
    let mut v = pairs(input);
    timed(|| v.sort_by(|a, b| a.0.cmp(&b.0)));
    v[0].0 ^ v[v.len() / 2].1
}

#[no_mangle]
pub extern "C" fn rust_deque(input: &Input) -> u64 {
    let keys = input.keys();
    let mut d = VecDeque::new();
    timed(|| {
        let mut sum = 0u64;
        for (at, &key) in keys.iter().enumerate() {
            d.push_back(key);
            if at % 3 != 0 {
                sum = sum.wrapping_add(d.pop_front().unwrap());
            }
        }
        while let Some(x) = d.pop_front() {
            sum = sum.wrapping_mul(3) ^ x;
        }
        sum
    })
}

#[no_mangle]
pub extern "C" fn rust_heap(input: &Input) -> u64 {
    let keys = input.keys();
    timed(|| {
        let (mut h, mut sum) = (BinaryHeap::new(), 0u64);
        for &key in keys {
            h.push(key);
        }
        while let Some(x) = h.pop() {
            sum = sum.wrapping_mul(3) ^ x;
        }
        sum
    })
}

macro_rules! maps {
    ($type:ty, $insert:ident, $hit:ident, $miss:ident, $iter:ident, $remove:ident) => {
        #[no_mangle]
        pub extern "C" fn $insert(input: &Input) -> u64 {
            let keys = input.keys();
            let made = timed(|| {
                let mut m = <$type>::default();
                for &key in keys {
                    m.insert(key, key ^ 1);
                }
                black_box(m)
            });
            made.len() as u64
        }

        #[no_mangle]
        pub extern "C" fn $hit(input: &Input) -> u64 {
            let (keys, mut m) = (input.keys(), <$type>::default());
            for &key in keys {
                m.insert(key, key ^ 1);
            }
            timed(|| keys.iter().rev().fold(0u64, |sum, key| sum.wrapping_add(m[key])))
        }

        #[no_mangle]
        pub extern "C" fn $miss(input: &Input) -> u64 {
            let (keys, others, mut m) = (input.keys(), input.others(), <$type>::default());
            for &key in keys {
                m.insert(key, key ^ 1);
            }
            timed(|| others.iter().filter(|key| m.get(key).is_some()).count() as u64)
        }

        #[no_mangle]
        pub extern "C" fn $iter(input: &Input) -> u64 {
            let (keys, mut m) = (input.keys(), <$type>::default());
            for &key in keys {
                m.insert(key, key ^ 1);
            }
            timed(|| {
                let mut sum = 0u64;
                for (key, value) in black_box(&m) {
                    sum = sum.wrapping_add(key ^ (value >> 1));
                }
                sum
            })
        }

        #[no_mangle]
        pub extern "C" fn $remove(input: &Input) -> u64 {
            let (keys, mut m) = (input.keys(), <$type>::default());
            for &key in keys {
                m.insert(key, key ^ 1);
            }
            timed(|| {
                let mut sum = 0u64;
                for key in keys {
                    sum = sum.wrapping_add(m.remove(key).unwrap_or(0));
                }
                sum
            })
        }
    };
}

maps!(BTreeMap<u64, u64>, rust_tree_insert, rust_tree_hit, rust_tree_miss, rust_tree_iter,
      rust_tree_remove);
maps!(Table, rust_hash_insert, rust_hash_hit, rust_hash_miss, rust_hash_iter,
      rust_hash_remove);

#[no_mangle]
pub extern "C" fn rust_tree_range(input: &Input) -> u64 {
    let (keys, mut m) = (input.keys(), BTreeMap::new());
    for &key in keys {
        m.insert(key, key ^ 1);
    }
    timed(|| {
        let mut sum = 0u64;
        for from in keys.iter().step_by(16) {
            for (_, value) in m.range(from..).take(32) {
                sum = sum.wrapping_add(*value);
            }
        }
        sum
    })
}

#[no_mangle]
pub extern "C" fn rust_string_append(input: &Input) -> u64 {
    let text = std::str::from_utf8(input.text()).unwrap();
    let keys = input.keys();
    let made = timed(|| {
        let mut s = String::new();
        for key in keys {
            s.push_str(&text[..(key & 15) as usize]);
        }
        black_box(s)
    });
    made.len() as u64
}

#[no_mangle]
pub extern "C" fn rust_string_char(input: &Input) -> u64 {
    let keys = input.keys();
    let made = timed(|| {
        let mut s = String::new();
        for &key in keys {
            s.push(char::from(b'a' + (key & 15) as u8));
        }
        black_box(s)
    });
    made.len() as u64
}

#[no_mangle]
pub extern "C" fn rust_utf8(input: &Input) -> u64 {
    let text = input.text();
    timed(|| std::str::from_utf8(text).is_ok() as u64)
}

macro_rules! counted {
    ($type:ident, $name:ident) => {
        #[no_mangle]
        pub extern "C" fn $name(input: &Input) -> u64 {
            let first = $type::new(input.keys()[0]);
            timed(|| {
                let mut sum = 0u64;
                for _ in 0..input.count {
                    sum = sum.wrapping_add(*black_box($type::clone(&first)));
                }
                sum
            })
        }
    };
}

counted!(Rc, rust_rc);
counted!(Arc, rust_arc);
