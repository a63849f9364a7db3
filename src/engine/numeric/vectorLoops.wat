;; Loops of losses over float32 in vector instructions: assembled when building (see esbuild.mjs), called by
;; vectorLoops.ts. They read blocks of elements from places of 32 KiB each: `first` at 0, `second`, `third`, and write
;; gradients to `firstGradient` at 98304 and `secondGradient`. Then come room for float64, `a` at 163840 and `b` at
;; 229376, of 64 KiB each, and at 294912 `products`. Sizes are in bytes, of whole vectors, not 0. Each answers the sum of
;; the losses in double precision, or NaN for what is left to others.
(module
  (memory (export "memory") 5)

  (func $total (param $x v128) (result f64)
    (f64.add (f64x2.extract_lane 0 (local.get $x)) (f64x2.extract_lane 1 (local.get $x))))

  ;; Replaces float64 from -700 to 700 by their exponentials, with a relative error below 1e-11.
  (func $exp (param $p i32) (param $end i32)
    (local $x v128) (local $steps v128) (local $square v128)
    (local $perStep v128) (local $rounder v128) (local $step v128)
    (local $c0 v128) (local $c2 v128) (local $c3 v128) (local $c4 v128) (local $c5 v128)
    (local $c6 v128) (local $c7 v128) (local $c8 v128) (local $c9 v128)
    (local.set $perStep (f64x2.splat (f64.const 1.4426950408889634)))
    (local.set $rounder (f64x2.splat (f64.const 6755399441055744)))
    (local.set $step (f64x2.splat (f64.const 0.6931471805599453)))
    (local.set $c0 (f64x2.splat (f64.const 1)))
    (local.set $c2 (f64x2.splat (f64.const 0.5)))
    (local.set $c3 (f64x2.splat (f64.const 0.16666666666666666)))
    (local.set $c4 (f64x2.splat (f64.const 0.041666666666666664)))
    (local.set $c5 (f64x2.splat (f64.const 0.008333333333333333)))
    (local.set $c6 (f64x2.splat (f64.const 0.001388888888888889)))
    (local.set $c7 (f64x2.splat (f64.const 0.0001984126984126984)))
    (local.set $c8 (f64x2.splat (f64.const 0.0000248015873015873)))
    (local.set $c9 (f64x2.splat (f64.const 0.000002755731922398589)))
    (loop $next
      ;; So far from 0 there are no fractions: this leaves the nearest integer, in the lowest bits.
      (local.set $steps
        (f64x2.add (f64x2.mul (local.tee $x (v128.load (local.get $p))) (local.get $perStep)) (local.get $rounder)))
      (local.set $x
        (f64x2.sub (local.get $x) (f64x2.mul (f64x2.sub (local.get $steps) (local.get $rounder)) (local.get $step))))
      (local.set $square (f64x2.mul (local.get $x) (local.get $x)))
      (v128.store (local.get $p)
        ;; A power of 2 as a factor is a number added to the exponent.
        (i64x2.add
          (i64x2.shl (local.get $steps) (i32.const 52))
          (f64x2.add
            (f64x2.add (local.get $c0) (local.get $x))
            (f64x2.mul (local.get $square)
              (f64x2.add
                (f64x2.add (local.get $c2) (f64x2.mul (local.get $x) (local.get $c3)))
                (f64x2.mul (local.get $square)
                  (f64x2.add
                    (f64x2.add (local.get $c4) (f64x2.mul (local.get $x) (local.get $c5)))
                    (f64x2.mul (local.get $square)
                      (f64x2.add
                        (f64x2.add (local.get $c6) (f64x2.mul (local.get $x) (local.get $c7)))
                        (f64x2.mul (local.get $square)
                          (f64x2.add (local.get $c8) (f64x2.mul (local.get $x) (local.get $c9)))))))))))))
      (br_if $next (i32.lt_u (local.tee $p (i32.add (local.get $p) (i32.const 16))) (local.get $end)))))

  ;; Replaces float64 from the smallest normal number on by their logarithms, with a relative error below 1e-11; 0 by
  ;; less than -100.
  (func $log (param $p i32) (param $end i32)
    (local $x v128) (local $exponent v128) (local $square v128)
    (local $shift v128) (local $mask v128) (local $root v128) (local $magic v128) (local $bias v128) (local $step v128)
    (local $c0 v128) (local $c1 v128) (local $c2 v128) (local $c3 v128)
    (local $c4 v128) (local $c5 v128) (local $c6 v128)
    (local.set $shift (i64x2.splat (i64.const 0x00095f619980c433)))
    (local.set $mask (i64x2.splat (i64.const 0x000fffffffffffff)))
    (local.set $root (i64x2.splat (i64.const 0x3fe6a09e667f3bcd)))
    (local.set $magic (f64x2.splat (f64.const 4503599627370496)))
    (local.set $bias (f64x2.splat (f64.const 4503599627371519)))
    (local.set $step (f64x2.splat (f64.const 0.6931471805599453)))
    (local.set $c0 (f64x2.splat (f64.const 2)))
    (local.set $c1 (f64x2.splat (f64.const 0.6666666666666666)))
    (local.set $c2 (f64x2.splat (f64.const 0.4)))
    (local.set $c3 (f64x2.splat (f64.const 0.2857142857142857)))
    (local.set $c4 (f64x2.splat (f64.const 0.2222222222222222)))
    (local.set $c5 (f64x2.splat (f64.const 0.18181818181818182)))
    (local.set $c6 (f64x2.splat (f64.const 0.15384615384615385)))
    (loop $next
      ;; The exponent such that what is left lies between the roots of 1/2 and of 2.
      (local.set $x (i64x2.add (v128.load (local.get $p)) (local.get $shift)))
      (local.set $exponent
        (f64x2.sub (v128.or (i64x2.shr_u (local.get $x) (i32.const 52)) (local.get $magic)) (local.get $bias)))
      (local.set $x (i64x2.add (v128.and (local.get $x) (local.get $mask)) (local.get $root)))
      ;; log(x) = 2 artanh((x - 1) / (x + 1))
      (local.set $x
        (f64x2.div
          (f64x2.sub (local.get $x) (f64x2.splat (f64.const 1)))
          (f64x2.add (local.get $x) (f64x2.splat (f64.const 1)))))
      (local.set $square (f64x2.mul (local.get $x) (local.get $x)))
      (v128.store (local.get $p)
        (f64x2.add
          (f64x2.mul (local.get $exponent) (local.get $step))
          (f64x2.mul (local.get $x)
            (f64x2.add (local.get $c0) (f64x2.mul (local.get $square)
              (f64x2.add (local.get $c1) (f64x2.mul (local.get $square)
                (f64x2.add (local.get $c2) (f64x2.mul (local.get $square)
                  (f64x2.add (local.get $c3) (f64x2.mul (local.get $square)
                    (f64x2.add (local.get $c4) (f64x2.mul (local.get $square)
                      (f64x2.add (local.get $c5) (f64x2.mul (local.get $square) (local.get $c6))))))))))))))))
      (br_if $next (i32.lt_u (local.tee $p (i32.add (local.get $p) (i32.const 16))) (local.get $end)))))

  ;; Adds up the losses at `third`.
  (func $sum (param $end i32) (result f64)
    (local $p i32) (local $x v128) (local $low v128) (local $high v128)
    (loop $next
      (local.set $x (v128.load offset=65536 (local.get $p)))
      (local.set $low (f64x2.add (local.get $low) (f64x2.promote_low_f32x4 (local.get $x))))
      (local.set $high (f64x2.add (local.get $high) (f64x2.promote_low_f32x4
        (i8x16.shuffle 8 9 10 11 12 13 14 15 8 9 10 11 12 13 14 15 (local.get $x) (local.get $x)))))
      (br_if $next (i32.lt_u (local.tee $p (i32.add (local.get $p) (i32.const 16))) (local.get $end))))
    (call $total (f64x2.add (local.get $low) (local.get $high))))

  ;; The squared differences of `first` and `second`.
  (func (export "mse") (param $end i32) (param $slope f32) (result f64)
    (local $p i32) (local $x v128) (local $slopes v128)
    (local.set $slopes (f32x4.splat (local.get $slope)))
    (loop $next
      (local.set $x (f32x4.sub (v128.load (local.get $p)) (v128.load offset=32768 (local.get $p))))
      (v128.store offset=65536 (local.get $p) (f32x4.mul (local.get $x) (local.get $x)))
      (v128.store offset=98304 (local.get $p) (f32x4.mul (local.get $x) (local.get $slopes)))
      (br_if $next (i32.lt_u (local.tee $p (i32.add (local.get $p) (i32.const 16))) (local.get $end))))
    (call $sum (local.get $end)))

  ;; The absolute differences of `first` and `second`.
  (func (export "l1") (param $end i32) (param $scale f32) (result f64)
    (local $p i32) (local $x v128) (local $zero v128) (local $scales v128)
    (local.set $scales (f32x4.splat (local.get $scale)))
    (loop $next
      (local.set $x (f32x4.sub (v128.load (local.get $p)) (v128.load offset=32768 (local.get $p))))
      (v128.store offset=65536 (local.get $p) (f32x4.abs (local.get $x)))
      (v128.store offset=98304 (local.get $p)
        (f32x4.sub
          (v128.and (local.get $scales) (f32x4.gt (local.get $x) (local.get $zero)))
          (v128.and (local.get $scales) (f32x4.lt (local.get $x) (local.get $zero)))))
      (br_if $next (i32.lt_u (local.tee $p (i32.add (local.get $p) (i32.const 16))) (local.get $end))))
    (call $sum (local.get $end)))

  ;; `factor` times the loss of differences of `first` and `second` that is squared up to `corner`, linear beyond.
  (func (export "huber")
    (param $end i32) (param $corner f32) (param $factor f32) (param $scale f32) (result f64)
    (local $p i32) (local $x v128) (local $inner v128)
    (local $corners v128) (local $factors v128) (local $scales v128)
    (local.set $corners (f32x4.splat (local.get $corner)))
    (local.set $factors (f32x4.splat (local.get $factor)))
    (local.set $scales (f32x4.splat (local.get $scale)))
    (loop $next
      (local.set $x (f32x4.sub (v128.load (local.get $p)) (v128.load offset=32768 (local.get $p))))
      (local.set $inner
        (f32x4.pmax (f32x4.pmin (local.get $x) (local.get $corners)) (f32x4.neg (local.get $corners))))
      (v128.store offset=98304 (local.get $p)
        (f32x4.mul (f32x4.mul (local.get $inner) (local.get $factors)) (local.get $scales)))
      (v128.store offset=65536 (local.get $p)
        (f32x4.mul
          (f32x4.mul (local.get $inner) (local.get $factors))
          (f32x4.sub (local.get $x) (f32x4.mul (local.get $inner) (f32x4.splat (f32.const 0.5))))))
      (br_if $next (i32.lt_u (local.tee $p (i32.add (local.get $p) (i32.const 16))) (local.get $end))))
    (call $sum (local.get $end)))

  ;; The divergence of log-probabilities `first` from probabilities `second`.
  (func (export "klDiv") (param $end i32) (param $slope f32) (result f64)
    (local $p i32) (local $q i32) (local $y v128) (local $zero v128) (local $strangers v128)
    (local $sum v128) (local $slopes v128)
    (local.set $slopes (f32x4.splat (local.get $slope)))
    (loop $next
      (local.set $y (v128.load64_zero offset=32768 (local.get $p)))
      (local.set $strangers
        (v128.or (local.get $strangers) (v128.not (f32x4.ge (local.get $y) (local.get $zero)))))
      (v128.store64_lane offset=98304 0 (local.get $p) (f32x4.mul (local.get $y) (local.get $slopes)))
      (v128.store offset=163840 (local.get $q) (f64x2.promote_low_f32x4 (local.get $y)))
      (local.set $q (i32.add (local.get $q) (i32.const 16)))
      (br_if $next (i32.lt_u (local.tee $p (i32.add (local.get $p) (i32.const 8))) (local.get $end))))
    (call $log (i32.const 163840) (i32.add (i32.const 163840) (local.get $q)))
    (loop $next
      (local.set $p (i32.sub (local.get $p) (i32.const 8)))
      (local.set $y (v128.load64_zero offset=32768 (local.get $p)))
      (local.set $sum
        (f64x2.add
          (local.get $sum)
          (f64x2.promote_low_f32x4
            (f32x4.sub
              (f32x4.mul
                (local.get $y)
                (f32x4.demote_f64x2_zero (v128.load offset=163840 (i32.shl (local.get $p) (i32.const 1)))))
              (f32x4.mul (local.get $y) (v128.load64_zero (local.get $p)))))))
      (br_if $next (local.get $p)))
    (select (f64.const nan) (call $total (local.get $sum)) (v128.any_true (local.get $strangers))))

  ;; The Poisson loss of logarithms of rates `first` and counts `second`.
  (func (export "poisson") (param $end i32) (param $scale f32) (result f64)
    (local $p i32) (local $q i32) (local $x v128) (local $y v128) (local $rate v128)
    (local $strangers v128) (local $sum v128) (local $scales v128)
    (local.set $scales (f32x4.splat (local.get $scale)))
    (loop $next
      (local.set $x (v128.load64_zero (local.get $p)))
      (local.set $strangers
        (v128.or
          (local.get $strangers)
          (v128.not (f32x4.lt (f32x4.abs (local.get $x)) (f32x4.splat (f32.const 80))))))
      (v128.store offset=163840 (local.get $q) (f64x2.promote_low_f32x4 (local.get $x)))
      (local.set $q (i32.add (local.get $q) (i32.const 16)))
      (br_if $next (i32.lt_u (local.tee $p (i32.add (local.get $p) (i32.const 8))) (local.get $end))))
    (call $exp (i32.const 163840) (i32.add (i32.const 163840) (local.get $q)))
    (loop $next
      (local.set $p (i32.sub (local.get $p) (i32.const 8)))
      (local.set $y (v128.load64_zero offset=32768 (local.get $p)))
      (local.set $rate
        (f32x4.demote_f64x2_zero (v128.load offset=163840 (i32.shl (local.get $p) (i32.const 1)))))
      (local.set $sum
        (f64x2.add
          (local.get $sum)
          (f64x2.promote_low_f32x4
            (f32x4.sub (local.get $rate) (f32x4.mul (local.get $y) (v128.load64_zero (local.get $p)))))))
      (v128.store64_lane offset=98304 0 (local.get $p)
        (f32x4.sub
          (f32x4.mul (local.get $rate) (local.get $scales))
          (f32x4.mul (local.get $y) (local.get $scales))))
      (br_if $next (local.get $p)))
    (select (f64.const nan) (call $total (local.get $sum)) (v128.any_true (local.get $strangers))))

  ;; The negative log-likelihood of targets `second` given means `first` and variances `third`, at least `floor`, of
  ;; normal distributions; `half` is half the scale of the gradients, by `first` and by `third`.
  (func (export "gaussian") (param $end i32) (param $floor f32) (param $half f32) (result f64)
    (local $p i32) (local $q i32) (local $x v128) (local $y v128) (local $weight v128)
    (local $strangers v128) (local $sum v128) (local $zero v128) (local $floors v128) (local $halves v128)
    (local.set $floors (f32x4.splat (local.get $floor)))
    (local.set $halves (f32x4.splat (local.get $half)))
    (loop $next
      (local.set $y (v128.load64_zero offset=65536 (local.get $p)))
      (local.set $strangers
        (v128.or (local.get $strangers) (v128.not (f32x4.ge (local.get $y) (local.get $zero)))))
      (v128.store64_lane offset=65536 0 (local.get $p)
        (local.tee $y (f32x4.pmax (local.get $floors) (local.get $y))))
      (v128.store offset=163840 (local.get $q) (f64x2.promote_low_f32x4 (local.get $y)))
      (local.set $q (i32.add (local.get $q) (i32.const 16)))
      (br_if $next (i32.lt_u (local.tee $p (i32.add (local.get $p) (i32.const 8))) (local.get $end))))
    (call $log (i32.const 163840) (i32.add (i32.const 163840) (local.get $q)))
    (loop $next
      (local.set $p (i32.sub (local.get $p) (i32.const 8)))
      (local.set $y (v128.load64_zero offset=65536 (local.get $p)))
      (local.set $x
        (f32x4.sub (v128.load64_zero (local.get $p)) (v128.load64_zero offset=32768 (local.get $p))))
      (local.set $weight (f32x4.div (local.get $halves) (local.get $y)))
      (v128.store64_lane offset=98304 0 (local.get $p)
        (f32x4.mul (local.get $weight) (f32x4.add (local.get $x) (local.get $x))))
      (local.set $x (f32x4.div (f32x4.mul (local.get $x) (local.get $x)) (local.get $y)))
      (local.set $sum
        (f64x2.add
          (local.get $sum)
          (f64x2.promote_low_f32x4
            (f32x4.add
              (local.get $x)
              (f32x4.demote_f64x2_zero (v128.load offset=163840 (i32.shl (local.get $p) (i32.const 1))))))))
      (v128.store64_lane offset=131072 0 (local.get $p)
        (f32x4.sub
          (local.get $weight)
          (f32x4.mul (local.get $halves) (f32x4.div (local.get $x) (local.get $y)))))
      (br_if $next (local.get $p)))
    (select
      (f64.const nan)
      (f64.mul (f64.const 0.5) (call $total (local.get $sum)))
      (v128.any_true (local.get $strangers))))

  ;; The hinge loss of distances `first`, whose targets `second` are all 1 or -1.
  (func (export "hinge") (param $end i32) (param $margin f32) (param $scale f32) (result f64)
    (local $p i32) (local $x v128) (local $y v128) (local $gap v128) (local $similar v128)
    (local $loss v128) (local $low v128) (local $high v128)
    (local $strangers v128) (local $zero v128) (local $margins v128) (local $scales v128)
    (local.set $margins (f32x4.splat (local.get $margin)))
    (local.set $scales (f32x4.splat (local.get $scale)))
    (loop $next
      (local.set $x (v128.load (local.get $p)))
      (local.set $y (v128.load offset=32768 (local.get $p)))
      (local.set $strangers (v128.or (local.get $strangers)
        (f32x4.ne (f32x4.abs (local.get $y)) (f32x4.splat (f32.const 1)))))
      (local.set $similar (f32x4.gt (local.get $y) (local.get $zero)))
      (local.set $gap (f32x4.sub (local.get $margins) (local.get $x)))
      (local.set $loss
        (v128.bitselect (local.get $x) (f32x4.pmax (local.get $gap) (local.get $zero)) (local.get $similar)))
      (local.set $low (f64x2.add (local.get $low) (f64x2.promote_low_f32x4 (local.get $loss))))
      (local.set $high (f64x2.add (local.get $high) (f64x2.promote_low_f32x4
        (i8x16.shuffle 8 9 10 11 12 13 14 15 8 9 10 11 12 13 14 15 (local.get $loss) (local.get $loss)))))
      (v128.store offset=98304 (local.get $p)
        (v128.bitselect
          (local.get $scales)
          (v128.and (f32x4.neg (local.get $scales)) (f32x4.ge (local.get $gap) (local.get $zero)))
          (local.get $similar)))
      (br_if $next (i32.lt_u (local.tee $p (i32.add (local.get $p) (i32.const 16))) (local.get $end))))
    (select (f64.const nan) (call $total (f64x2.add (local.get $low) (local.get $high))) (v128.any_true (local.get $strangers))))
  ;; The hinge loss of pairs of scores `first` and `second` with labels `third`.
  (func (export "ranking") (param $end i32) (param $margin f32) (param $scale f32) (result f64)
    (local $p i32) (local $y v128) (local $gap v128) (local $active v128) (local $slope v128)
    (local $zero v128) (local $margins v128) (local $scales v128)
    (local.set $margins (f32x4.splat (local.get $margin)))
    (local.set $scales (f32x4.splat (local.get $scale)))
    (loop $next
      (local.set $y (v128.load offset=65536 (local.get $p)))
      (local.set $gap
        (f32x4.sub
          (local.get $margins)
          (f32x4.mul
            (local.get $y)
            (f32x4.sub (v128.load (local.get $p)) (v128.load offset=32768 (local.get $p))))))
      (local.set $active (f32x4.ge (local.get $gap) (local.get $zero)))
      ;; A gap of NaN stays one.
      (v128.store offset=65536 (local.get $p)
        (v128.andnot (local.get $gap) (f32x4.lt (local.get $gap) (local.get $zero))))
      (local.set $slope
        (f32x4.mul
          (v128.and (local.get $active) (f32x4.splat (f32.const 1)))
          (f32x4.mul (local.get $scales) (local.get $y))))
      (v128.store offset=98304 (local.get $p) (f32x4.neg (local.get $slope)))
      (v128.store offset=131072 (local.get $p) (local.get $slope))
      (br_if $next (i32.lt_u (local.tee $p (i32.add (local.get $p) (i32.const 16))) (local.get $end))))
    (call $sum (local.get $end)))

  ;; Binary cross entropy of logits `first` and targets `second`. Besides the sum that it answers the losses have one of
  ;; log(1 + exp(-|x|)): of the logarithms of 1 and each of the two `products`.
  (func $logistic (export "logistic") (param $end i32) (param $scale f64) (result f64)
    (local $p i32) (local $q i32) (local $x v128) (local $y v128) (local $decay v128) (local $negative v128)
    (local $sum v128) (local $product v128) (local $zero v128) (local $one v128) (local $scales v128)
    (local.set $one (f64x2.splat (f64.const 1)))
    (local.set $scales (f64x2.splat (local.get $scale)))
    (loop $next
      (v128.store offset=163840 (local.get $q)
        (f64x2.neg (f64x2.abs (f64x2.promote_low_f32x4 (v128.load64_zero (local.get $p))))))
      (local.set $q (i32.add (local.get $q) (i32.const 16)))
      (br_if $next (i32.lt_u (local.tee $p (i32.add (local.get $p) (i32.const 8))) (local.get $end))))
    (call $exp (i32.const 163840) (i32.add (i32.const 163840) (local.get $q)))
    (local.set $p (i32.const 0))
    (local.set $q (i32.const 0))
    (loop $next
      (local.set $x (f64x2.promote_low_f32x4 (v128.load64_zero (local.get $p))))
      (local.set $y (f64x2.promote_low_f32x4 (v128.load64_zero offset=32768 (local.get $p))))
      (local.set $decay (v128.load offset=163840 (local.get $q)))
      (local.set $negative (f64x2.lt (local.get $x) (local.get $zero)))
      (local.set $sum
        (f64x2.add
          (local.get $sum)
          (f64x2.sub
            (v128.andnot (local.get $x) (local.get $negative))
            (f64x2.mul (local.get $x) (local.get $y)))))
      ;; (1 + product) (1 + decay), less 1: so nothing of the smallest is lost
      (local.set $product
        (f64x2.add
          (f64x2.mul (local.get $product) (f64x2.add (local.get $decay) (local.get $one)))
          (local.get $decay)))
      (v128.store64_lane offset=98304 0 (local.get $p)
        (f32x4.demote_f64x2_zero
          (f64x2.mul
            (local.get $scales)
            (f64x2.sub
              (f64x2.div
                (v128.bitselect (local.get $decay) (local.get $one) (local.get $negative))
                (f64x2.add (local.get $decay) (local.get $one)))
              (local.get $y)))))
      (local.set $q (i32.add (local.get $q) (i32.const 16)))
      (br_if $next (i32.lt_u (local.tee $p (i32.add (local.get $p) (i32.const 8))) (local.get $end))))
    (v128.store (i32.const 294912) (local.get $product))
    (call $total (local.get $sum)))

  ;; The logistic loss of scores `first` with labels `second`: that of `logistic` with the logit -xy and the target 0.
  (func (export "softMargin") (param $end i32) (param $scale f64) (result f64)
    (local $p i32) (local $y v128) (local $exponent v128) (local $strangers v128) (local $sum f64)
    (loop $next
      (local.set $y (v128.load offset=32768 (local.get $p)))
      (local.set $exponent (f32x4.neg (f32x4.mul (v128.load (local.get $p)) (local.get $y))))
      (local.set $strangers (v128.or (local.get $strangers)
        (v128.not (f32x4.lt (f32x4.abs (local.get $exponent)) (f32x4.splat (f32.const 80))))))
      (v128.store (local.get $p) (local.get $exponent))
      (v128.store offset=32768 (local.get $p) (v128.const i32x4 0 0 0 0))
      (v128.store offset=65536 (local.get $p) (local.get $y))
      (br_if $next (i32.lt_u (local.tee $p (i32.add (local.get $p) (i32.const 16))) (local.get $end))))
    (local.set $sum (call $logistic (local.get $end) (local.get $scale)))
    (local.set $p (i32.const 0))
    (loop $next
      (v128.store offset=98304 (local.get $p)
        (f32x4.mul
          (v128.load offset=98304 (local.get $p))
          (f32x4.neg (v128.load offset=65536 (local.get $p)))))
      (br_if $next (i32.lt_u (local.tee $p (i32.add (local.get $p) (i32.const 16))) (local.get $end))))
    (select (f64.const nan) (local.get $sum) (v128.any_true (local.get $strangers))))

  ;; Binary cross entropy of probabilities `first` and targets `second`, both from 0 to 1; the gradient divided by
  ;; `divisor`.
  (func (export "bce") (param $end i32) (param $divisor f32) (result f64)
    (local $p i32) (local $q i32) (local $x v128) (local $y v128) (local $rest v128) (local $one v128)
    (local $strangers v128) (local $sum v128) (local $zero v128) (local $floor v128) (local $divisors v128)
    (local.set $one (f32x4.splat (f32.const 1)))
    (local.set $floor (f32x4.splat (f32.const 1e-12)))
    (local.set $divisors (f32x4.splat (local.get $divisor)))
    (loop $next
      (local.set $x (v128.load (local.get $p)))
      (local.set $y (v128.load offset=32768 (local.get $p)))
      (local.set $strangers
        (v128.or
          (local.get $strangers)
          (v128.not
            (v128.and
              (v128.and (f32x4.ge (local.get $x) (local.get $zero)) (f32x4.le (local.get $x) (local.get $one)))
              (v128.and (f32x4.ge (local.get $y) (local.get $zero)) (f32x4.le (local.get $y) (local.get $one)))))))
      (v128.store offset=98304 (local.get $p)
        (f32x4.div
          (f32x4.div
            (f32x4.sub (local.get $x) (local.get $y))
            (f32x4.pmax
              (f32x4.mul (f32x4.sub (local.get $one) (local.get $x)) (local.get $x))
              (local.get $floor)))
          (local.get $divisors)))
      (br_if $next (i32.lt_u (local.tee $p (i32.add (local.get $p) (i32.const 16))) (local.get $end))))
    (local.set $one (f64x2.splat (f64.const 1)))
    (local.set $floor (f64x2.splat (f64.const -100)))
    (local.set $p (i32.const 0))
    (loop $next
      (local.set $x (f64x2.promote_low_f32x4 (v128.load64_zero (local.get $p))))
      (v128.store offset=163840 (local.get $q) (local.get $x))
      (v128.store offset=229376 (local.get $q) (f64x2.sub (local.get $one) (local.get $x)))
      (local.set $q (i32.add (local.get $q) (i32.const 16)))
      (br_if $next (i32.lt_u (local.tee $p (i32.add (local.get $p) (i32.const 8))) (local.get $end))))
    (call $log (i32.const 163840) (i32.add (i32.const 163840) (local.get $q)))
    (call $log (i32.const 229376) (i32.add (i32.const 229376) (local.get $q)))
    (local.set $p (i32.const 0))
    (local.set $q (i32.const 0))
    (loop $next
      (local.set $x (f64x2.promote_low_f32x4 (v128.load64_zero (local.get $p))))
      (local.set $y (f64x2.promote_low_f32x4 (v128.load64_zero offset=32768 (local.get $p))))
      ;; what 1 - x has lost of x
      (local.set $rest (f64x2.sub (local.get $one) (local.get $x)))
      (local.set $x (f64x2.sub (f64x2.sub (local.get $one) (local.get $rest)) (local.get $x)))
      (local.set $sum
        (f64x2.sub
          (local.get $sum)
          (f64x2.add
            (f64x2.mul
              (local.get $y)
              (f64x2.pmax (v128.load offset=163840 (local.get $q)) (local.get $floor)))
            (f64x2.mul
              (f64x2.sub (local.get $one) (local.get $y))
              (f64x2.pmax
                (f64x2.add (v128.load offset=229376 (local.get $q)) (local.get $x))
                (local.get $floor))))))
      (local.set $q (i32.add (local.get $q) (i32.const 16)))
      (br_if $next (i32.lt_u (local.tee $p (i32.add (local.get $p) (i32.const 8))) (local.get $end))))
    (select (f64.const nan) (call $total (local.get $sum)) (v128.any_true (local.get $strangers))))

  ;; Cross entropy of `rows` of scores `first`, the index of the right class of each in float64 at `second`. What is read
  ;; beyond the last score must be in the range of scores, too: from -80 to 80. The losses go to `b`, in float64.
  (func (export "crossEntropy")
    (param $rows i32) (param $classes i32) (param $ignored f64) (param $scale f64) (result f64)
    (local $p i32) (local $q i32) (local $end i32) (local $x v128) (local $strangers v128) (local $limit v128)
    (local $row i32) (local $start i32) (local $width i32) (local $picked i32)
    (local $index f64) (local $total f64) (local $factor f64) (local $loss f64) (local $sum f64)
    (local.set $limit (f64x2.splat (f64.const 80)))
    (local.set $width (i32.mul (local.get $classes) (i32.const 4)))
    (local.set $end (i32.mul (local.get $rows) (local.get $width)))
    (loop $next
      (local.set $x (f64x2.promote_low_f32x4 (v128.load64_zero (local.get $p))))
      (local.set $strangers
        (v128.or (local.get $strangers) (v128.not (f64x2.lt (f64x2.abs (local.get $x)) (local.get $limit)))))
      (v128.store offset=163840 (local.get $q) (local.get $x))
      (local.set $q (i32.add (local.get $q) (i32.const 16)))
      (br_if $next (i32.lt_u (local.tee $p (i32.add (local.get $p) (i32.const 8))) (local.get $end))))
    (if (v128.any_true (local.get $strangers)) (then (return (f64.const nan))))
    (call $exp (i32.const 163840) (i32.add (i32.const 163840) (local.get $q)))
    (loop $nextRow
      (local.set $p (local.get $start))
      (local.set $end (i32.add (local.get $start) (local.get $width)))
      (local.set $total (f64.const 0))
      (loop $next
        (local.set $total
          (f64.add (local.get $total) (f64.load offset=163840 (i32.shl (local.get $p) (i32.const 1)))))
        (br_if $next (i32.lt_u (local.tee $p (i32.add (local.get $p) (i32.const 4))) (local.get $end))))
      (local.set $index (f64.load offset=32768 (i32.shl (local.get $row) (i32.const 3))))
      (local.set $factor (f64.div (local.get $scale) (local.get $total)))
      (local.set $loss (f64.const 0))
      (if (f64.eq (local.get $index) (local.get $ignored))
        (then
          (local.set $total (f64.const 1))
          (local.set $factor (f64.const 0))))
      (local.set $p (local.get $start))
      (loop $next
        (f32.store offset=98304 (local.get $p)
          (f32.demote_f64
            (f64.mul (local.get $factor) (f64.load offset=163840 (i32.shl (local.get $p) (i32.const 1))))))
        (br_if $next (i32.lt_u (local.tee $p (i32.add (local.get $p) (i32.const 4))) (local.get $end))))
      (if (f64.ne (local.get $index) (local.get $ignored))
        (then
          (local.set $picked
            (i32.add
              (local.get $start)
              (i32.shl (i32.trunc_sat_f64_u (local.get $index)) (i32.const 2))))
          (local.set $loss (f64.neg (f64.promote_f32 (f32.load (local.get $picked)))))
          (f32.store offset=98304 (local.get $picked)
            (f32.demote_f64
              (f64.sub
                (f64.mul
                  (local.get $factor)
                  (f64.load offset=163840 (i32.shl (local.get $picked) (i32.const 1))))
                (local.get $scale))))))
      (f64.store offset=229376 (i32.shl (local.get $row) (i32.const 3)) (local.get $total))
      ;; Where the exponentials of this row or one before were.
      (f64.store offset=163840 (i32.shl (local.get $row) (i32.const 3)) (local.get $loss))
      (local.set $start (local.get $end))
      (br_if $nextRow (i32.lt_u (local.tee $row (i32.add (local.get $row) (i32.const 1))) (local.get $rows))))
    (f64.store offset=229376 (i32.shl (local.get $rows) (i32.const 3)) (f64.const 1))
    (local.set $q (i32.add (i32.const 229376) (i32.shl (local.get $rows) (i32.const 3))))
    (call $log (i32.const 229376) (local.get $q))
    (loop $next
      (local.set $q (i32.sub (local.get $q) (i32.const 8)))
      (local.set $loss
        (f64.add (f64.load (i32.sub (local.get $q) (i32.const 65536))) (f64.load (local.get $q))))
      (f64.store (local.get $q) (local.get $loss))
      (local.set $sum (f64.add (local.get $sum) (local.get $loss)))
      (br_if $next (i32.gt_u (local.get $q) (i32.const 229376))))
    (local.get $sum)))
