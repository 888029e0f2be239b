/// Which regions of a path that crosses itself are inside.
package enum FillRule: Sendable {
    case nonZero
    case evenOdd
}
