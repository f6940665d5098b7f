//! Settings that are written and read by their names.

/// Gives an enum of settings its names: `ALL`, `name`, `Display` and `FromStr`.
macro_rules! named {
    ($type:ident { $($value:ident = $name:literal),+ $(,)? }) => {
        impl $type {
            /// All values, the default first.
            pub const ALL: &[$type] = &[$($type::$value),+];

            /// The name: lower case, one word. [`FromStr`](core::str::FromStr) reads it.
            pub fn name(self) -> &'static str {
                match self {
                    $($type::$value => $name),+
                }
            }
        }

        impl core::fmt::Display for $type {
            fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                f.pad(self.name())
            }
        }

        impl core::str::FromStr for $type {
            type Err = $crate::error::UnknownName;

            fn from_str(name: &str) -> Result<$type, $crate::error::UnknownName> {
                $crate::error::UnknownName::find(name, $type::ALL, $type::name)
            }
        }
    };
}

pub(crate) use named;
