import { Navigate } from '@tanstack/react-router';
import { useMember } from '../session.ts';
import { placesFor } from '../places.ts';

/** The first thing that waits for who signed in. */
export function Home() {
  const [first] = placesFor(useMember());
  return <Navigate to={first?.to ?? '/members'} replace />;
}
